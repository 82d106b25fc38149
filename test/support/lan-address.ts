import { networkInterfaces } from 'node:os'

/** An address of this machine that is not loopback; undefined on a machine without a network. */
export const lanAddress = Object.values(networkInterfaces())
  .flat()
  .find((candidate) => candidate?.family === 'IPv4' && !candidate.internal)?.address
