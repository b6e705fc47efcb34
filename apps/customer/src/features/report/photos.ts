import type { ReportPhoto } from "../../session/index.js";
import { newUuid } from "../../start-session.js";

/** The API's limit for one upload. */
export const PHOTO_BYTES_MAX = 25 * 1024 * 1024;

/** Splits what was chosen into what can be sent and the names of what is too big. */
export function photosOf(files: readonly File[]): {
  readonly photos: ReportPhoto[];
  readonly tooBig: string[];
} {
  const fits = files.filter((file) => file.size <= PHOTO_BYTES_MAX);
  return {
    photos: fits.map((file) => ({ id: newUuid(), name: file.name, blob: file })),
    tooBig: files.filter((file) => file.size > PHOTO_BYTES_MAX).map((file) => file.name),
  };
}

/** The two drawn photos that come with the demonstration. */
export async function samplePhotos(): Promise<ReportPhoto[]> {
  const names = ["damage.jpg", "street.jpg"];
  return Promise.all(
    names.map(async (name) => {
      const answer = await fetch(`${import.meta.env.BASE_URL}samples/${name}`);
      if (!answer.ok) throw new Error(`sample photo ${name}: ${answer.status}`);
      return { id: newUuid(), name, blob: await answer.blob() };
    }),
  );
}
