import type { Mail } from '#shared/contract/mail-api'
import { request } from './client'

export async function listMails(): Promise<Mail[]> {
  const { mails } = await request<{ mails: Mail[] }>('GET', '/mails')
  return mails
}

/** Queues the mail again, also one that has been sent. */
export const retryMail = (id: number) => request<Mail>('POST', `/mails/${String(id)}/retries`)

/** Address of the mail itself, as a file that mail programs open. */
export const mailMessageUrl = (id: number) => `/api/v1/mails/${String(id)}/message.eml`
