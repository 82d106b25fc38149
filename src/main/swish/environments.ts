/**
 * Where Swish answers, as settings start out: an installation can name another address. Both are Swish's own hosts.
 *
 * Source: Swish, Merchant Swish Simulator user guide 2.0 (2023-08-28).
 */
export const defaultApiBase: Record<'mss' | 'production', string> = {
  mss: 'https://mss.cpc.getswish.net/swish-cpcapi',
  production: 'https://cpc.getswish.net/swish-cpcapi',
}
