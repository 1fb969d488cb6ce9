import type { OrderInput } from '../orders/contract.ts'

export const VENDOR_NAMES = ['youzan', 'weimob', 'weixin-shop'] as const
export type VendorName = (typeof VENDOR_NAMES)[number]

/** What a vendor's own signature is computed from. */
export interface HookRequest {
  rawBody: Buffer
  query: Readonly<Record<string, unknown>>
  /** Empty when it is missing. */
  header(name: string): string
}

/** A refund as the vendor tells it. Without `lines` the sum is known, and the lines it is about (none named: all). */
export interface VendorRefund {
  source: string
  refundNo: string
  orderNo: string
  refundedAtMs: number
  refundFen: number
  lineNos: string[]
  lines?: { lineNo: string; refundFen: number; quantity: number }[]
}

export interface VendorFacts {
  orders: OrderInput[]
  refunds: VendorRefund[]
}

/** What an event is about. `ignored`: why nothing follows from it. */
export type VendorNews =
  | { kind: string; ignored: string }
  | {
      kind: string
      /** Of the order or the after-sales case, as text: it may exceed 2^53. */
      number: string
      /** Two deliveries of one event say the same here, whatever they are wrapped in. */
      said: string
      /** The facts, asked of the vendor where the event does not carry them. @throws VendorApiError, UnreadableError */
      gather(): Promise<VendorFacts>
    }

/** One mall, behind the few things in which malls differ. */
export interface Vendor {
  name: VendorName
  /** The event's text, its signature found genuine. @throws AppError BAD_SIGNATURE, BAD_REQUEST */
  open(request: HookRequest): string
  /** Pure: the same at the door and in the job. @throws UnreadableError */
  read(text: string): VendorNews
  /** How this vendor wants to hear that an event has arrived. */
  accepted: { type: string; body: string }
  /** Answers the vendor's look at the address, where it has one. @throws AppError BAD_SIGNATURE */
  verifyAddress?(query: Readonly<Record<string, unknown>>): string
}

export type Vendors = ReadonlyMap<VendorName, Vendor>

/** A mall's own id of a shop, as `<source>/<id>`, and the store code it stands for. */
export type VendorStores = ReadonlyMap<string, string>
