import { StorageFailure } from '../storage/transaction'

/** Whether something failed because the disk is full: nothing was stored, and it will work again when there is room. */
export const isDiskFull = (error: unknown): boolean => error instanceof StorageFailure && error.reason === 'disk_full'
