import { defineMigration } from './defineMigration.ts'

/**
 * Lookups that grew with the history: an order by its number alone, a refund without an order, the last day of
 * statistics. The index of order numbers keeps its name: TypeORM derives it from the columns whatever their order.
 */
export const hotLookups = defineMigration('HotLookups1795306267607', {
  mysql: [
    'CREATE UNIQUE INDEX `IDX_2531cd999a4c66c85c3202b309_new` ON `orders` (`order_no`, `source`)',
    'DROP INDEX `IDX_2531cd999a4c66c85c3202b309` ON `orders`',
    'ALTER TABLE `orders` RENAME INDEX `IDX_2531cd999a4c66c85c3202b309_new` TO `IDX_2531cd999a4c66c85c3202b309`',
    'DROP INDEX `IDX_b9fc35899ad3c877b8e370713b` ON `ledger_postings`',
    'CREATE INDEX `IDX_2d9b086cda0034400712d23523` ON `ledger_postings` (`order_id`, `refund_id`)',
    'CREATE INDEX `IDX_785efdec9e4b02b12f71cb44e0` ON `group_days` (`is_closed`, `day`)',
  ],
  sqlite: [
    'DROP INDEX "IDX_2531cd999a4c66c85c3202b309"',
    'CREATE UNIQUE INDEX "IDX_2531cd999a4c66c85c3202b309" ON "orders" ("order_no", "source") ',
    'DROP INDEX "IDX_b9fc35899ad3c877b8e370713b"',
    'CREATE INDEX "IDX_2d9b086cda0034400712d23523" ON "ledger_postings" ("order_id", "refund_id") ',
    'CREATE INDEX "IDX_785efdec9e4b02b12f71cb44e0" ON "group_days" ("is_closed", "day") ',
  ],
})
