/** Takes content encodings (RFC 9110, section 8.4) off bodies. */
export interface BodyDecoder {
  /** @param encoding value of `content-encoding` */
  knows(encoding: string): boolean;
  /**
   * @param encoding value of `content-encoding`
   * @returns undefined for an encoding that is not known, a body that is damaged, or more than `bytesMax` bytes
   */
  decode(encoding: string, body: Buffer, bytesMax: number): Promise<Buffer | undefined>;
}
