import type { FastifyRequest } from 'fastify'
import type { Approval } from '#shared/contract/order-api'
import type { ApprovalRefusal, ApprovalRequest } from '../../services/staff-service'
import { addressOf } from '../client-address'
import { callerOf } from './access'
import type { ProblemTable } from './problem'

/** What a route answers when an act needs somebody's approval, and when the approval is no good. */
export const approvalRefusals: ProblemTable<ApprovalRefusal['code']> = {
  approval_needed: [403, 'Somebody with the right for it has to allow this with their PIN.'],
  // Not 401: the caller is signed in, and stays so.
  wrong_pin: [403, 'The PIN of the person who allows it is wrong.'],
  locked_out: [429, 'Too many wrong PINs. Wait before trying again.'],
}

/** Who asks for what a route does, with whose approval, from where. The permission is what the act turns out to need. */
export const askedBy = (
  request: FastifyRequest,
  approval: Approval | undefined,
): Omit<ApprovalRequest, 'permission'> => ({ caller: callerOf(request), approval, address: addressOf(request.socket) })
