import { addressOf } from './client.ts';

export type EventsOptions = Readonly<{
  names: readonly string[];
  onEvent: (name: string, data: unknown) => void;
  /** Whether events arrive. While they do not, somebody has to ask instead. */
  onLive: (live: boolean) => void;
}>;

/** A browser holds six connections to a server over plain HTTP: a tab that nobody looks at gives its one back. */
const hiddenMs = 20_000;
/** After a refusal (too many streams, signed out) the browser does not try again by itself. */
const againMs = 60_000;

/** Follows server-sent events while the tab is looked at. Answers the way to stop. */
export function followEvents(path: string, { names, onEvent, onLive }: EventsOptions): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
    onLive(false);
  };
  const open = () => {
    clearTimeout(timer);
    if (source || document.hidden) return;
    const opened = new EventSource(addressOf(path));
    source = opened;
    for (const name of names) opened.addEventListener(name, (event: MessageEvent<string>) => onEvent(name, parsed(event.data)));
    opened.addEventListener('open', () => onLive(true));
    opened.addEventListener('error', () => {
      onLive(false);
      if (opened.readyState !== EventSource.CLOSED) return;
      source = undefined;
      clearTimeout(timer);
      timer = setTimeout(open, againMs);
    });
  };
  const onVisibility = () => {
    if (!document.hidden) return open();
    clearTimeout(timer);
    timer = setTimeout(close, hiddenMs);
  };
  document.addEventListener('visibilitychange', onVisibility);
  open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
