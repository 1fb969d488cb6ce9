import { DefaultNamingStrategy } from 'typeorm'

/** Columns are `snake_case` in the database, so that raw SQL reads alike on MySQL and SQLite. */
export class SnakeNames extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? toSnake(propertyName)
  }
}

export function toSnake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
