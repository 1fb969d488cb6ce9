import { CreditOf } from '../shared/CreditOf.tsx'
import '../shared/credit.css'
import { ObjectForm } from './ObjectForm.tsx'

/** Whose sale it is, and below it the place to object, where there is something to object to. */
export function MyCredit({ source, orderNo }: { source: string; orderNo: string }) {
  return (
    <CreditOf source={source} orderNo={orderNo}>
      {(credit, reload) =>
        credit.cases.mayObject && credit.rule ? <ObjectForm order={{ source, orderNo }} onDone={reload} /> : null
      }
    </CreditOf>
  )
}
