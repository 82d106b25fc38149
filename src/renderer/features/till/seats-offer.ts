import { ApiError } from '#renderer/api/client'

/** How many seats could be sold instead, when that is what the server refused for; null for any other problem. */
export function seatsOffered(problem: unknown): number | null {
  if (!(problem instanceof ApiError) || problem.code !== 'out_of_seats') return null
  const { seatsLeft } = problem.details
  return typeof seatsLeft === 'number' ? seatsLeft : null
}
