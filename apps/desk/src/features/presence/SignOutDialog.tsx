import { later } from "../../parts/later.js";
import { useSigningOut } from "./sign-out.js";

const SignOutQuestion = later(async () => (await import("./SignOutQuestion.js")).SignOutQuestion);

/** Before signing out with work in hand: what is still there, what becomes of it, and how the day was. */
export function SignOutDialog() {
  const isAsking = useSigningOut((state) => state.isAsking);
  return isAsking ? <SignOutQuestion /> : null;
}
