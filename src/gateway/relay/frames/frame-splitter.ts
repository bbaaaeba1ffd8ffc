/** Cuts a stream of bytes into its frames. Every byte comes out again, in order, in exactly one frame. */
export interface FrameSplitter {
  /**
   * The frames that are whole now.
   * @throws Error when a frame is longer than the splitter can hold or cannot be one
   */
  push(chunk: Buffer): readonly Buffer[];
  /** What came after the last whole frame. */
  readonly rest: Buffer;
}

/** A frame has to be held until it is whole; images in Base64 may make it long. */
export const frameBytesMax = 32 * 1024 * 1024;
