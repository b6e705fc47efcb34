/** The package brings no types; this is the part we use. */
declare module "qrcode-terminal" {
  const qrcode: {
    generate(text: string, options: { small: boolean }, done: (drawing: string) => void): void;
  };
  export default qrcode;
}
