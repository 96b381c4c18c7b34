interface ImportMetaEnv {
  /** Of Offhook: the one in package.json when it was built. */
  readonly VERSION: string
}
