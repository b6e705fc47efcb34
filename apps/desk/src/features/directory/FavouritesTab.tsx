import { Menu } from "@mantine/core";
import type { Favourite, RosterView } from "@patchbay/protocol";
import {
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconPencil,
  IconPlus,
  IconStar,
  IconTrash,
} from "@tabler/icons-react";
import { type ReactNode, type RefObject, useMemo, useState } from "react";
import { Avatar } from "../../parts/Avatar.js";
import { EmptyState } from "../../parts/EmptyState.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { FavouriteForm } from "./FavouriteForm.js";
import { ColleagueFace, PresenceLine } from "./faces.js";
import { byFolder } from "./favourites.js";
import {
  loadFavourites,
  moveFavourite,
  putFavourite,
  removeFavourite,
  useFavourites,
} from "./favourites-store.js";
import { CallAny, CallColleague } from "./RowButtons.js";
import { fold, whyNotCalled } from "./targets.js";
import { type RowsHandle, VirtualRows } from "./VirtualRows.js";

type Row = { readonly key: string } & (
  | { readonly kind: "heading"; readonly title: string }
  | { readonly kind: "favourite"; readonly favourite: Favourite }
);

/** Whom the agent keeps at hand: in folders, in an order of its own, at every computer. */
export function FavouritesTab({
  sought,
  rows: handle,
  onLeave,
}: {
  readonly sought: string;
  readonly rows: RefObject<RowsHandle | null>;
  readonly onLeave: () => void;
}) {
  const t = useWords();
  const { favourites, failed } = useFavourites();
  const roster = useDesk((state) => state.data?.roster);
  const [edited, setEdited] = useState<Favourite | "new" | null>(null);
  const rows = useMemo(() => rowsOf(favourites ?? [], roster, sought), [favourites, roster, sought]);
  const folders = [...new Set((favourites ?? []).map(({ folder }) => folder))].filter((one) => one !== "");
  return (
    <>
      <div className="dir-bar">
        <button type="button" className="btn sm" onClick={() => setEdited("new")}>
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("directory.favourites.new")}
        </button>
      </div>
      {edited !== null && (
        <FavouriteForm
          key={edited === "new" ? "new" : edited.favouriteId}
          favourite={edited === "new" ? null : edited}
          folders={folders}
          onSave={putFavourite}
          onClose={() => setEdited(null)}
        />
      )}
      {failed && (
        <p className="dir-hint" role="alert">
          {t("directory.favourites.failed")}{" "}
          <button type="button" className="btn sm" onClick={() => void loadFavourites()}>
            {t("context.history.retry")}
          </button>
        </p>
      )}
      {favourites !== null &&
        rows.length === 0 &&
        edited === null &&
        (sought === "" ? (
          <EmptyState
            Icon={IconStar}
            title={t("directory.favourites.empty.title")}
            more={t("directory.favourites.empty.more")}
          />
        ) : (
          <p className="dir-hint">{t("directory.nothingFound")}</p>
        ))}
      <VirtualRows
        rows={rows}
        label={t("directory.tabs.favourites")}
        handle={handle}
        isRow={({ kind }) => kind === "favourite"}
        render={(row) =>
          row.kind === "heading" ? (
            <h2 className="dir-heading">{row.title}</h2>
          ) : (
            <Line favourite={row.favourite} onEdit={() => setEdited(row.favourite)} />
          )
        }
        onLeave={onLeave}
      />
    </>
  );
}

function rowsOf(
  favourites: readonly Favourite[],
  roster: ReadonlyMap<string, RosterView> | undefined,
  sought: string,
): readonly Row[] {
  const wanted = fold(sought);
  const isWanted = ({ name, target }: Favourite): boolean =>
    fold(
      "agentId" in target ? (roster?.get(target.agentId)?.name ?? "") : `${name} ${target.number}`,
    ).includes(wanted);
  return byFolder(favourites.filter(isWanted)).flatMap(({ folder, favourites: list }): readonly Row[] => [
    ...(folder === "" ? [] : [{ kind: "heading", key: `folder ${folder}`, title: folder } as const]),
    ...list.map((favourite) => ({ kind: "favourite", key: favourite.favouriteId, favourite }) as const),
  ]);
}

function Line({ favourite, onEdit }: { readonly favourite: Favourite; readonly onEdit: () => void }) {
  const t = useWords();
  const { target } = favourite;
  const agent = useDesk((state) =>
    "agentId" in target ? state.data?.roster.get(target.agentId) : undefined,
  );
  const name = "agentId" in target ? (agent?.name ?? t("directory.favourites.gone")) : favourite.name;
  const whyNot = agent === undefined ? ("offline" as const) : whyNotCalled(agent);
  return (
    <div className="dir-row">
      {agent === undefined ? (
        <Avatar name={name} id={favourite.favouriteId} size={32} />
      ) : (
        <ColleagueFace agent={agent} />
      )}
      <span className="picker-words">
        <span className="row tight">
          <b className="strong clip">{name}</b>
          {agent?.extension != null && <span className="num small mute">{agent.extension}</span>}
        </span>
        {agent !== undefined ? (
          <PresenceLine agent={agent} />
        ) : (
          "number" in target && <span className="small soft clip num">{target.number}</span>
        )}
      </span>
      <span className="dir-acts">
        {"agentId" in target ? (
          <CallColleague
            agentId={target.agentId}
            name={name}
            whyNot={whyNot === null ? null : t(`directory.whyNot.${whyNot}`)}
          />
        ) : (
          <CallAny number={target.number} name={name} />
        )}
        <More favourite={favourite} name={name} onEdit={onEdit} />
      </span>
    </div>
  );
}

function More({
  favourite: { favouriteId },
  name,
  onEdit,
}: {
  readonly favourite: Favourite;
  readonly name: string;
  readonly onEdit: () => void;
}) {
  const t = useWords();
  const label = t("directory.favourites.more", { name });
  const item = (icon: ReactNode, words: string, act: () => void) => (
    <Menu.Item
      component="button"
      type="button"
      className="item"
      leftSection={<span className="i-box">{icon}</span>}
      onClick={act}
    >
      {t(`directory.favourites.${words}`)}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" offset={4} width={200} withinPortal trapFocus>
      <Menu.Target>
        <button type="button" className="btn icon quiet sm" aria-label={label} title={label}>
          <IconDots size={16} stroke={1.8} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="menu" aria-label={label}>
        {item(<IconPencil size={16} stroke={1.7} aria-hidden="true" />, "edit", onEdit)}
        {item(<IconArrowUp size={16} stroke={1.7} aria-hidden="true" />, "up", () => {
          void moveFavourite(favouriteId, -1);
        })}
        {item(<IconArrowDown size={16} stroke={1.7} aria-hidden="true" />, "down", () => {
          void moveFavourite(favouriteId, 1);
        })}
        {item(<IconTrash size={16} stroke={1.7} aria-hidden="true" />, "delete", () => {
          void removeFavourite(favouriteId, name);
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
