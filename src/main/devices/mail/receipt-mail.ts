import type { Language } from '#shared/text/language'
import type { VenueIdentity } from '../tickets/ticket-document'
import { escapeHtml } from './escape-html'
import type { MailAttachment, MailContent } from './mail-message'

/** A receipt on its way to a mailbox. Its text says that it is an electronic one. */
export interface MailedReceipt {
  /** `Kvitto 17`. */
  title: string
  text: string
  pdf: Buffer
  /** Without its extension. */
  fileName: string
}

export const receiptAttachment = ({ fileName, pdf }: MailedReceipt): MailAttachment => ({
  fileName: `${fileName}.pdf`,
  contentType: 'application/pdf',
  content: pdf,
})

/** The receipt in a letter of one width, as its columns need. */
export const receiptHtml = ({ text }: MailedReceipt): string =>
  `<pre style="margin:0;font:14px/1.4 ui-monospace,Consolas,Menlo,monospace;white-space:pre-wrap">${escapeHtml(text)}</pre>`

const words: Record<Language, { introduction: string }> = {
  sv: { introduction: 'Här är ditt kvitto. Det finns också som PDF i det här mejlet.' },
  en: { introduction: 'Here is your receipt. It is also attached as a PDF.' },
}

/** Writes the mail that brings just a receipt. */
export function composeReceiptMail(receipt: MailedReceipt, venue: VenueIdentity, language: Language): MailContent {
  const { introduction } = words[language]
  return {
    subject: `${receipt.title}, ${venue.name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`,
    text: `${introduction}\n\n${receipt.text}`,
    html: `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${escapeHtml(receipt.title)}</title></head>
<body style="font-family:sans-serif"><p>${escapeHtml(introduction)}</p>
${receiptHtml(receipt)}
</body>
</html>
`,
    attachments: [receiptAttachment(receipt)],
  }
}
