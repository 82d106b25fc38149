/** Why a data folder cannot be used. Nothing in it has been changed. */
export type StorageRefusalCode =
  | 'data_folder_unwritable'
  | 'data_folder_foreign'
  | 'data_folder_in_use'
  | 'data_folder_on_network'
  | 'database_newer'
  | 'database_damaged'

export class StorageRefusal extends Error {
  constructor(
    readonly code: StorageRefusalCode,
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options)
    this.name = 'StorageRefusal'
  }
}
