export interface MapPosition {
  /** Degrees, north positive. */
  latitude: number;
  /** Degrees, east positive. */
  longitude: number;
  /** Metres around the position that it may be off; `null`: not known. */
  accuracy: number | null;
  address?: string | null;
  /** When it was measured, in ms since 1970. */
  at?: number;
}

/** What the map says, for translation. */
export interface MapWords {
  /** The map's accessible name. */
  map: string;
  zoomIn: string;
  zoomOut: string;
  recenter: string;
  pin: string;
  /** How a keyboard moves the pin. */
  movePin: string;
  /** The letter at the compass needle. */
  north: string;
}

export interface AccidentMapOptions {
  /** Address pattern of a tile server with {z}, {x}, {y}; without it the map draws land, coasts and places itself. */
  tilesUrl?: string | null;
  /** Who must be named beside the tiles, as text. */
  tilesAttribution?: string;
  /** Whether the pin can be moved, by pointer or arrow keys. */
  draggable?: boolean;
  /** Told when a person has moved the pin. */
  onMove?: (p: { latitude: number; longitude: number }) => void;
  words?: Partial<MapWords>;
  /** `false`: a picture of a map: nothing to press, drag or focus. */
  interactive?: boolean;
}

export interface AccidentMap {
  /**
   * Shows a position and the way to it (oldest first). `null` takes the pin away and shows the world. The view follows as long as
   * nobody has moved it away.
   */
  setPosition(position: MapPosition | null, trail?: readonly MapPosition[]): void;
  /** Draws again after a change of theme. Happens by itself when `data-theme` of the document changes. */
  refreshTheme(): void;
  zoomIn(): void;
  zoomOut(): void;
  recenter(): void;
  destroy(): void;
}
