/** Of the launcher, in a shadow root: nothing of the page's own style reaches it, and nothing of it the page. */
export const style = (colour: string, textColour: string, side: "right" | "left"): string => `
:host { all: initial; position: fixed; z-index: 2147483000; ${side}: 0; bottom: 0; color-scheme: light dark; }
* { box-sizing: border-box; font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.launcher {
  position: fixed; ${side}: 20px; bottom: 20px; inline-size: 56px; block-size: 56px; padding: 0; border: 0; border-radius: 50%;
  display: grid; place-items: center; cursor: pointer; background: ${colour}; color: ${textColour};
  box-shadow: 0 1px 2px rgb(0 0 0 / 0.2), 0 6px 20px rgb(0 0 0 / 0.22); transition: transform 120ms;
}
.launcher:hover { transform: scale(1.05); }
button:focus-visible { outline: 3px solid ${colour}; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
.launcher svg { inline-size: 26px; block-size: 26px; }
.badge {
  position: absolute; top: -4px; right: -4px; min-inline-size: 22px; block-size: 22px; padding: 0 6px; border-radius: 11px;
  background: #c0312a; color: #fff; font: 600 13px/22px system-ui, sans-serif; text-align: center; border: 0;
}
.greeting {
  position: fixed; ${side}: 20px; bottom: 88px; inline-size: max-content; max-inline-size: min(300px, calc(100vw - 40px));
  display: flex; gap: 4px; align-items: start; padding: 12px 8px 12px 16px; border-radius: 14px; border: 1px solid #d0ccc2;
  background: #fff; color: #192226; font-size: 15px; line-height: 1.4; box-shadow: 0 6px 20px rgb(0 0 0 / 0.16);
}
.greeting .say { all: unset; cursor: pointer; font: inherit; color: inherit; padding: 2px 0; }
.greeting .say:focus-visible { outline: 3px solid ${colour}; outline-offset: 2px; border-radius: 4px; }
.greeting .no {
  flex: none; inline-size: 28px; block-size: 28px; border: 0; border-radius: 6px; background: none; color: #5e686d;
  cursor: pointer; font-size: 18px; line-height: 1;
}
.greeting .no:hover { background: #f4f3ef; color: #192226; }
.panel {
  position: fixed; ${side}: 20px; bottom: 88px; inline-size: 384px; block-size: min(640px, calc(100dvh - 108px)); border: 0;
  border-radius: 14px; background: #fff; box-shadow: 0 2px 4px rgb(0 0 0 / 0.12), 0 16px 48px rgb(0 0 0 / 0.28);
  color-scheme: normal; visibility: hidden;
}
.panel.open { visibility: visible; }
@media (max-width: 480px) {
  .panel { inset: 0; inline-size: 100%; block-size: 100%; border-radius: 0; }
  .open-on-phone .launcher, .open-on-phone .greeting { display: none; }
}
@media (prefers-color-scheme: dark) {
  .greeting { background: #1c262a; color: #e8eced; border-color: #39464b; }
  .greeting .no { color: #a7b3b7; }
  .greeting .no:hover { background: #2a363b; color: #fff; }
  .panel { background: #151e21; }
}
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } .launcher:hover { transform: none; } }
@media (forced-colors: active) { .launcher, .greeting { border: 2px solid ButtonText; } .panel { border: 1px solid CanvasText; } }
`;

export const chatIcon =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M4 5h16v11H10l-4.5 4v-4H4z"/><path d="M8 9.2h8M8 12.2h5"/></svg>';
export const closeIcon =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18"/></svg>';
