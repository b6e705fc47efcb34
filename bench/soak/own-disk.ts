import { execFileSync } from "node:child_process";

/** For the data of a run of some minutes, with room for what PostgreSQL allocates ahead. */
const MEGABYTES = 1_500;

/** A small disk for one folder, so that it can be filled without filling anybody else's. Only root may make one. */
export class OwnDisk {
  constructor(private readonly folder: string) {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${MEGABYTES}m,mode=700`, "patchbay-soak", folder], {
        stdio: "pipe",
      });
    } catch (cause) {
      throw new Error(
        "A full disk needs a small disk for DATA_DIR, and only root may make one: run it as root.",
        { cause },
      );
    }
  }

  takeAway(): void {
    execFileSync("umount", [this.folder], { stdio: "pipe" });
  }
}
