/**
 * The process that holds the embedded ClickHouse. A native crash in it costs a second, not the product: the parent starts it
 * again. It ends when its parent does, however that happens.
 * Arguments: data folder, path of the socket.
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLanes, QueueFull } from './child-lanes.ts';
import type { Lanes } from './child-lanes.ts';
import { decodeStatement } from './protocol.ts';
import type { Refusal } from './protocol.ts';

const [, , dataFolder = '', socketPath = ''] = process.argv;

// The engine's exit handlers can wait for each other for ever when a query is under way, and the folder stays locked meanwhile.
// So we end without them: what was acknowledged is on disk, and a start after a kill is the ordinary start.
const endNow = () => process.kill(process.pid, 'SIGKILL');
process.on('disconnect', endNow);
// The terminal's Ctrl-C reaches every process of the group; the parent decides when we end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void lanes.idle(5_000).then(endNow));

const lanes = createLanes(dataFolder);
rmSync(socketPath, { force: true });
const server = createServer((request, response) => void answer(lanes, request, response));
server.keepAliveTimeout = 0;
server.requestTimeout = 0;
// A parent that was killed meanwhile cannot hear us; 'disconnect' ends us then.
server.listen(socketPath, () => process.send?.('ready', () => undefined));

async function answer(lanesOfChild: Lanes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => { if (!response.writableFinished) gone.abort(); });
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const end = body.indexOf(10);
    const statement = decodeStatement(body.toString('utf8', 0, end < 0 ? body.length : end));
    const data = end < 0 ? undefined : body.subarray(end + 1);
    const bytes = await lanesOfChild.run(statement, data, gone.signal);
    response.writeHead(200).end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    response.writeHead(error instanceof QueueFull ? 503 : 400).end(JSON.stringify(refusalOf(error)));
  }
}

function refusalOf(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  const found = /Code: (\d+)[\s\S]*?\(([A-Z_]{2,})\)\s*$/.exec(message);
  return { code: found?.[1] ?? '0', type: found?.[2] ?? 'EMBEDDED', message };
}
