const codes = 26 ** 6
/** Shares no factor with 26^6, so that different numbers give different codes, spread over the whole index. */
const stride = 123_456_789

/** The code of the bench's ticket number `index`: six capital letters, no two alike. */
export function ticketCode(index) {
  let rest = Number((BigInt(index) * BigInt(stride)) % BigInt(codes))
  let code = ''
  for (let i = 0; i < 6; i++) {
    code += String.fromCharCode(65 + (rest % 26))
    rest = Math.floor(rest / 26)
  }
  return code
}
