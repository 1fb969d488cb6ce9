/** 对外收款. Amounts in fen. */

export interface Refund {
  outRefundNo: string
  userid: string
  comment: string
  atMs: number
  feeFen: number
}

export interface Bill {
  transactionId: string
  outTradeNo: string
  paidAtMs: number
  externalUserId: string
  payee: string
  totalFeeFen: number
  remark: string
  commodities: { description: string; amount: number }[]
  paymentType: number
  contactInfo?: { name: string; phone: string; address: string }
  refunds: Refund[]
}
