import { defineMigration } from './defineMigration.ts'

/** Made by `npm run migration:make`; then reviewed by a person. */
export const cardTurns = defineMigration('CardTurns1795348800000', {
  mysql: ['ALTER TABLE `follow_ups` ADD `card_held_until` bigint NULL'],
  sqlite: ['ALTER TABLE "follow_ups" ADD COLUMN "card_held_until" integer'],
})
