import type { FileView, LocationView, MessageView } from "@patchbay/protocol";
import {
  IconDownload,
  IconFile,
  IconFileText,
  IconMapPin,
  IconMapSearch,
  IconPhoto,
} from "@tabler/icons-react";
import { LinkedText } from "../../../parts/LinkedText.js";
import { withSeat } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import { bytesText } from "./wording.js";

/** What one message says. Pictures are tiles and have their own row. */
export function Bubble({ message }: { readonly message: MessageView }) {
  const { body } = message;
  switch (body.kind) {
    case "text":
      return (
        <div className="bubble conv-text">
          <LinkedText text={body.text} />
        </div>
      );
    case "file":
      return <FileRow file={body.file} />;
    case "location":
      return <LocationCard interactionId={message.interactionId} location={body.location} />;
    case "form":
      return <FormCard name={body.formName} fields={body.fields} />;
    case "navigation":
      return (
        <div className="bubble conv-aside">
          {word("conversation.line.navigation", { title: body.title || body.page })}
        </div>
      );
    case "erased":
      return <div className="bubble conv-aside">{word("conversation.line.erased")}</div>;
    default:
      // Stands in a line of its own, see AskingLine.
      return null;
  }
}

function FileRow({ file }: { readonly file: FileView }) {
  const Icon =
    file.image !== null
      ? IconPhoto
      : file.mediaType.startsWith("text/") || file.mediaType === "application/pdf"
        ? IconFileText
        : IconFile;
  return (
    <div className="file">
      <span className="thumb" aria-hidden="true">
        <Icon size={18} stroke={1.6} />
      </span>
      <span className="conv-file-name">
        <a
          href={withSeat(file.url)}
          target="_blank"
          rel="noreferrer"
          className="clip"
          title={file.name}
          aria-label={word("conversation.line.openFile", { name: file.name })}
        >
          {file.name}
        </a>
        <span className="small mute num">{bytesText(file.bytes)}</span>
      </span>
      <a
        className="btn icon quiet"
        href={withSeat(file.url)}
        download={file.name}
        title={word("conversation.line.downloadFile", { name: file.name })}
        aria-label={word("conversation.line.downloadFile", { name: file.name })}
      >
        <IconDownload size={18} stroke={1.6} aria-hidden="true" />
      </a>
    </div>
  );
}

function LocationCard({
  interactionId,
  location,
}: {
  readonly interactionId: string;
  readonly location: LocationView;
}) {
  const coordinates = word("conversation.line.coordinates", {
    latitude: location.latitude.toFixed(5).replace("-", "−"),
    longitude: location.longitude.toFixed(5).replace("-", "−"),
  });
  return (
    <div className="conv-location">
      <IconMapPin size={18} stroke={1.6} aria-hidden="true" />
      <div className="grow">
        <b className="conv-location-name">{location.address ?? word("conversation.line.position")}</b>
        <span className="small soft num">
          {coordinates}
          {location.accuracy !== null &&
            ` · ${word("conversation.line.within", { metres: Math.round(location.accuracy) })}`}
        </span>
      </div>
      <button
        type="button"
        className="btn sm"
        onClick={() =>
          window.dispatchEvent(new CustomEvent("patchbay:show-map", { detail: { interactionId, location } }))
        }
      >
        <IconMapSearch size={16} stroke={1.7} aria-hidden="true" />
        {word("conversation.line.showOnMap")}
      </button>
    </div>
  );
}

function FormCard({
  name,
  fields,
}: {
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
}) {
  return (
    <div className="bubble">
      <b>{word("conversation.line.form", { name })}</b>
      <dl className="pairs conv-form">
        {Object.entries(fields).map(([label, value]) => (
          <div key={label} className="conv-pair">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
