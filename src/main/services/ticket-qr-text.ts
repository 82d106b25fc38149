import { findTicketFacts } from '../storage/repositories/ticket-repository'
import type { ServiceDeps } from './service-deps'
import type { SettingsService } from './settings-service'
import type { TicketSigning } from './ticket-signing'

type Ticket = Parameters<TicketSigning['sign']>[0]

/** What the QR codes of tickets hold, by the setting: the six letters, or their signed form. */
export interface TicketQrTexts {
  of: (ticket: Ticket) => Promise<string>
  /** The letters themselves for a code that no ticket has. */
  ofCode: (code: string) => Promise<string>
}

export function createTicketQrTexts(
  deps: Pick<ServiceDeps, 'read'> & {
    settings: Pick<SettingsService, 'current'>
    signing: Pick<TicketSigning, 'sign'>
    onError: (error: unknown) => void
  },
): TicketQrTexts {
  const isSigned = () => deps.settings.current().tickets.signedQr

  async function of(ticket: Ticket): Promise<string> {
    if (!isSigned()) return ticket.code
    try {
      return await deps.signing.sign(ticket)
    } catch (error) {
      // The customer waits for the ticket, and every door takes the letters.
      deps.onError(error)
      return ticket.code
    }
  }

  return {
    of,
    async ofCode(code) {
      const ticket = isSigned() ? await deps.read((db) => findTicketFacts(db, code)) : undefined
      return ticket === undefined ? code : of(ticket)
    },
  }
}
