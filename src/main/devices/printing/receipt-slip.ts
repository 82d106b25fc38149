import type { Slip, SlipLine } from '#shared/domain/printing/slip'
import type { ReceiptContent } from '#shared/domain/receipts/receipt-content'
import { formatMoneyColumn } from '#shared/text/format-money'
import { formatDateTime } from '#shared/text/format-time'
import type { Language } from '#shared/text/language'
import { receiptWords } from './receipt-words'

export interface ReceiptLook {
  /** A reprint, marked as one. */
  copy?: boolean
  /** On a screen or in a mail: it says so. */
  electronic?: boolean
}

/**
 * Sets a receipt from top to bottom. KOPIA and ÖVNING stand first and last in large type; every amount is in normal type, so
 * that the mark is twice its size on any paper.
 *
 * Sources: SKVFS 2014:9, 7 kap. (contents; marks at least twice the size of the amount), as told by Skatteverket's guidance,
 * read 2026-11-23.
 */
export function receiptSlip(content: ReceiptContent, look: ReceiptLook = {}): Slip {
  const { language } = content
  const words = receiptWords[language]
  const marks = [...(content.training ? [words.training] : []), ...(look.copy === true ? [words.copy] : [])]
  const markLines = marks.map((text): SlipLine => ({ kind: 'text', text, align: 'centre', size: 'large', bold: true }))
  const title = content.kind === 'sale' ? words.receipt : words.returnReceipt
  return {
    title: `${title} ${content.number}`,
    lines: [
      ...markLines,
      ...(markLines.length > 0 ? [gap] : []),
      ...header(content),
      { kind: 'rule' },
      { kind: 'text', text: look.electronic === true ? words.electronic : title, align: 'centre', bold: true },
      ...facts(content),
      { kind: 'rule' },
      ...articles(content),
      { kind: 'rule' },
      ...total(content),
      ...tenders(content),
      { kind: 'rule' },
      ...vat(content),
      ...returned(content),
      ...(content.controlUnit === null
        ? []
        : [{ kind: 'pair' as const, left: words.controlUnit, right: content.controlUnit }]),
      ...footer(content),
      ...(markLines.length > 0 ? [gap] : []),
      ...markLines,
    ],
  }
}

const gap: SlipLine = { kind: 'gap' }

/** `6`, `12,5`: a rate as people write it. */
function rateText(rateBp: number, language: Language): string {
  return String(rateBp / 100).replace('.', language === 'sv' ? ',' : '.')
}

function header({ company, language }: ReceiptContent): SlipLine[] {
  const address = company.address.split(/\r?\n/).filter((line) => line.trim() !== '')
  return [
    { kind: 'text', text: company.name, align: 'centre', bold: true },
    ...address.map((text): SlipLine => ({ kind: 'text', text, align: 'centre' })),
    ...(company.organisationNumber === ''
      ? []
      : [
          {
            kind: 'text' as const,
            text: `${receiptWords[language].organisationNumber} ${company.organisationNumber}`,
            align: 'centre' as const,
          },
        ]),
  ]
}

function facts(content: ReceiptContent): SlipLine[] {
  const { language } = content
  const words = receiptWords[language]
  return [
    { kind: 'pair', left: `${words.number} ${content.number}`, right: content.registerName },
    {
      kind: 'pair',
      left: formatDateTime(content.at, content.zone, language),
      right: `${words.order} ${content.orderNumber}`,
    },
    ...(content.cashier === null ? [] : [{ kind: 'pair' as const, left: words.cashier, right: content.cashier }]),
  ]
}

function articles(content: ReceiptContent): SlipLine[] {
  const { language, zone, event } = content
  const words = receiptWords[language]
  return [
    { kind: 'text', text: event.title },
    { kind: 'text', text: formatDateTime(event.eventAt, zone, language) },
    ...content.articles.map(({ title, count, amountOre }): SlipLine => ({
      kind: 'pair',
      left: `${count} x ${title}`,
      right: formatMoneyColumn(amountOre, language),
    })),
    ...(content.discountOre === 0
      ? []
      : [
          {
            kind: 'pair' as const,
            left: content.complimentary ? words.complimentary : words.discount,
            right: formatMoneyColumn(-content.discountOre, language),
          },
        ]),
  ]
}

function total(content: ReceiptContent): SlipLine[] {
  const words = receiptWords[content.language]
  return [
    {
      kind: 'pair',
      left: content.kind === 'sale' ? words.total : words.refunded,
      right: formatMoneyColumn(content.totalOre, content.language),
      bold: true,
    },
  ]
}

function tenders({ tenders: all, language }: ReceiptContent): SlipLine[] {
  const words = receiptWords[language]
  const money = (left: string, ore: number): SlipLine => ({
    kind: 'pair',
    left,
    right: formatMoneyColumn(ore, language),
  })
  return all.flatMap(({ tender, amountOre, roundingOre, givenOre, changeOre }) => [
    ...(roundingOre === 0 ? [] : [money(words.rounding, roundingOre)]),
    money(words.tenders[tender], amountOre + roundingOre),
    ...(givenOre === null || givenOre === amountOre + roundingOre
      ? []
      : [money(words.given, givenOre), money(words.change, changeOre)]),
  ])
}

function vat({ vat: parts, language }: ReceiptContent): SlipLine[] {
  const words = receiptWords[language]
  const vatOre = parts.reduce((sum, part) => sum + part.vatOre, 0)
  return [
    { kind: 'pair', left: words.vatSum, right: formatMoneyColumn(vatOre, language) },
    ...[...parts.filter(({ vatRateBp }) => vatRateBp > 0), ...parts.filter(({ vatRateBp }) => vatRateBp === 0)].flatMap(
      (part): SlipLine[] =>
        part.vatRateBp === 0
          ? [{ kind: 'pair', left: words.noVat, right: formatMoneyColumn(part.grossOre, language) }]
          : [
              {
                kind: 'pair',
                left: `${words.vatRate(rateText(part.vatRateBp, language))} (${words.net.toLowerCase()} ${formatMoneyColumn(part.netOre, language)})`,
                right: formatMoneyColumn(part.vatOre, language),
              },
            ],
    ),
  ]
}

function returned({ returned: back, language }: ReceiptContent): SlipLine[] {
  if (back === null) return []
  const words = receiptWords[language]
  return [
    { kind: 'rule' },
    { kind: 'text', text: `${words.returnedTickets}: ${back.ticketCodes.join(', ')}` },
    ...(back.reason === '' ? [] : [{ kind: 'text' as const, text: `${words.reason}: ${back.reason}` }]),
    ...(back.saleNumber === null
      ? []
      : [
          {
            kind: 'text' as const,
            text: `${words.soldOn} ${back.saleNumber}, ${back.saleRegisterName ?? ''}`,
          },
        ]),
  ]
}

function footer({ footer: text }: ReceiptContent): SlipLine[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (lines.length === 0) return []
  return [gap, ...lines.map((line): SlipLine => ({ kind: 'text', text: line, align: 'centre' }))]
}
