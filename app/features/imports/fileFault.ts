/** The whole file is unusable: nothing of it is taken. The message is for the operator, in Chinese. */
export class FileFault extends Error {}
