import type { CenterHandle, Centers } from "../center/edge.js";
import type { OpenCenter } from "./open-center.js";

/** The centers of this process, found by name. Empty until the database is open. */
export class OpenCenters implements Centers {
  private readonly open = new Map<string, OpenCenter>();

  add(center: OpenCenter): void {
    this.open.set(center.address.id, center);
  }

  opened(): readonly OpenCenter[] {
    return [...this.open.values()];
  }

  of(centerId: string): OpenCenter {
    const center = this.open.get(centerId);
    if (!center) throw new Error(`center ${centerId} is not open`);
    return center;
  }

  byTenant(tenantUrl: string): CenterHandle | undefined {
    const host = hostOf(tenantUrl.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").split("/")[0] ?? "");
    return this.opened().find((center) => center.address.hosts.includes(host))?.handle;
  }

  byHost(host: string | undefined): CenterHandle | undefined {
    const all = this.opened();
    const named =
      host === undefined ? undefined : all.find((center) => center.address.hosts.includes(hostOf(host)));
    return (named ?? (all.length === 1 ? all[0] : undefined))?.handle;
  }

  byId(centerId: string): CenterHandle | undefined {
    return this.open.get(centerId)?.handle;
  }

  all(): readonly CenterHandle[] {
    return this.opened().map((center) => center.handle);
  }
}

/** A host without its port, lower case; an IPv6 address without its brackets. */
function hostOf(authority: string): string {
  const text = authority.trim().toLowerCase();
  const bracketed = /^\[([^\]]*)\]/.exec(text);
  return bracketed?.[1] ?? text.replace(/:\d*$/, "");
}
