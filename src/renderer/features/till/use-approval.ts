import { ref, shallowRef, watch } from 'vue'
import { approvalNeeded, isApprovalProblem } from '#renderer/components/approval/approval-problem'
import type { Approval } from '#shared/contract/order-api'
import type { Permission } from '#shared/contract/session-api'
import { useTillStore } from './till-store'

/** Whether what was asked for last needs somebody else's PIN, and that PIN; never stored. */
export function useApproval() {
  const till = useTillStore()
  const permission = ref<Permission | null>(null)
  const approval = ref<Approval | null>(null)
  /** The refusal that ApprovalField tells of. */
  const failure = shallowRef<unknown>(null)

  watch(
    () => till.problem,
    (now) => {
      if (!isApprovalProblem(now)) return
      permission.value = approvalNeeded(now) ?? permission.value
      failure.value = now
    },
  )

  return { permission, approval, failure, isApprovalProblem }
}
