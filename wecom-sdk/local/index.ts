/**
 * A local WeCom at wire level: server API, callbacks, OAuth and the server half of the JS-SDK, in memory, on 127.0.0.1.
 * For tests and demonstrations; every rule about time follows its own clock.
 */
export type { Fault } from './api/faults.ts'
export type { LoggedCall } from './api/server.ts'
export type { BridgeResult, BridgeSession } from './bridge.ts'
export { handleBridgeInvoke } from './bridge.ts'
export type { BadRequest, BadResult, NegativeVector } from './callbacks/badTraffic.ts'
export type { Delivery, DeliveryMode } from './callbacks/delivery.ts'
export type { CallbackSettings } from './callbacks/receiver.ts'
export type { LocalClock } from './clock.ts'
export { SceneError } from './errors.ts'
export type { LocalOptions, LocalWeCom } from './local.ts'
export { startLocalWeCom } from './local.ts'
export type { Bill } from './records/bills.ts'
export type { Group } from './records/groups.ts'
export type { AppMessage, Bubble, MassSend } from './records/messages.ts'
export type { Contact, Member, Relation } from './records/people.ts'
export type { Added } from './scenes/customers.ts'
export type { Settings } from './settings.ts'
export { defaultSettings } from './settings.ts'
export type { Permissions } from './world.ts'
