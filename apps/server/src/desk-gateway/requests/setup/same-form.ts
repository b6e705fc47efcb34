import { isDeepStrictEqual } from "node:util";

/** Whether two forms differ, whatever order their fields are in; what is absent and `undefined` are the same. */
export const isOtherForm = (a: unknown, b: unknown): boolean => !isDeepStrictEqual(plain(a), plain(b));

const plain = (form: unknown): unknown => JSON.parse(JSON.stringify(form));
