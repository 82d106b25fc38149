import type { NewTicketType, TicketType } from '#shared/contract/event-api'
import { parseKronor, typedKronor } from '#shared/text/typed-kronor'

export interface TicketTypeForm {
  title: string
  description: string
  /** Kronor as typed. */
  price: string
  /** Undefined until the classes have been read. */
  vatClassId: number | undefined
  visible: boolean
}

export type TicketTypeProblems = Partial<
  Record<'title' | 'description' | 'price' | 'vatClassId', 'missing' | 'too_long' | 'bad_price'>
>

export const longestTicketTypeTitle = 100
export const longestTicketTypeDescription = 1_000

/** @param vatClassId what a new type starts with: the first class, which is what a venue sells most */
export const newTicketTypeForm = (vatClassId: number | undefined): TicketTypeForm => ({
  title: '',
  description: '',
  price: '',
  vatClassId,
  visible: true,
})

export function formOfTicketType(type: TicketType, decimal: ',' | '.'): TicketTypeForm {
  const { title, description, priceOre, vatClassId, visible } = type
  return { title, description, price: typedKronor(priceOre, decimal), vatClassId, visible }
}

/** Checks the fields and puts them together. `ticketType` is there when no field has a problem. */
export function readTicketTypeForm(form: TicketTypeForm): {
  problems: TicketTypeProblems
  ticketType?: NewTicketType
} {
  const title = form.title.trim()
  const priceOre = parseKronor(form.price)
  const problems: TicketTypeProblems = {}
  if (title === '') problems.title = 'missing'
  else if (title.length > longestTicketTypeTitle) problems.title = 'too_long'
  if (form.description.length > longestTicketTypeDescription) problems.description = 'too_long'
  if (priceOre === undefined) problems.price = 'bad_price'
  const { description, vatClassId, visible } = form
  if (vatClassId === undefined) problems.vatClassId = 'missing'
  if (Object.keys(problems).length > 0 || priceOre === undefined || vatClassId === undefined) return { problems }
  return { problems, ticketType: { title, description, priceOre, vatClassId, visible } }
}
