import type { CheckInAnswer } from '#renderer/api/check-in-api'
import type { ScanRequest } from '#shared/contract/check-in-api'
import { passageOf } from './passage-of'
import type { Judge } from './judge'
import type { FindRow } from './find-row'

/** The server decides. */
export function createOnlineJudge(deps: {
  ask: (request: ScanRequest, nonce: string) => Promise<CheckInAnswer>
  findRow: FindRow
}): Judge {
  return {
    async judge({ nonce, at, ...request }) {
      const answer = await deps.ask(request, nonce)
      if (answer.kind !== 'verdict') return answer
      const passage = passageOf(answer.verdict.outcome)
      const row = passage && (await deps.findRow(request.scanned, at))
      return { ...answer, by: 'server', passed: row && { name: row.keys.name, passage, day: row.day } }
    },
  }
}
