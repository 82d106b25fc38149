import { cameraProblemOf } from '#renderer/components/door/camera-problem'
import { expect, test } from 'vitest'

test.each([
  ['Error getting userMedia, error = NotAllowedError: Permission denied', 'denied'],
  ['Error getting userMedia, error = NotFoundError: Requested device not found', 'none'],
  ['Error getting userMedia, error = OverconstrainedError', 'none'],
  ['Error getting userMedia, error = NotReadableError: Could not start video source', 'busy'],
  ['Camera streaming not supported by the browser.', 'unsupported'],
  [new TypeError('Failed to fetch dynamically imported module'), 'failed'],
])('%s is %s', (error, problem) => {
  expect(cameraProblemOf(error)).toBe(problem)
})
