import { defineMigration } from './defineMigration.ts'

/** A stream is leased by the wall clock, apart from when it is ready; due jobs are found lane by lane. */
export const streamLeases = defineMigration('StreamLeases1795301133676', {
  mysql: [
    'ALTER TABLE `streams` ADD `lease_until` bigint NULL',
    'ALTER TABLE `streams` ADD `lease_token` varchar(64) NULL',
    'DROP INDEX `IDX_b6827f7777eb6f146a44348911` ON `jobs`',
    'CREATE INDEX `IDX_524dc9c3edbd3f8df7abe519aa` ON `jobs` (`state`, `lane`, `due_at`, `id`)',
  ],
  sqlite: [
    'ALTER TABLE "streams" ADD "lease_until" integer',
    'ALTER TABLE "streams" ADD "lease_token" varchar(64)',
    'DROP INDEX "IDX_b6827f7777eb6f146a44348911"',
    'CREATE INDEX "IDX_524dc9c3edbd3f8df7abe519aa" ON "jobs" ("state", "lane", "due_at", "id") ',
  ],
})
