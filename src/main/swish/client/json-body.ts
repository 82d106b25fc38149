/** What the body of an answer holds; undefined when it is empty or no JSON, as a gateway's error page. */
export function jsonBody(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
