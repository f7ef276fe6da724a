import type { HttpServer } from './server-types.ts';
import { codeOf } from '../engines/index.ts';
import { ListenFailed, PortInUse } from './problems.ts';

/** Opens the port and answers the address under which it is reached. Port 0 takes any free one. */
export async function listen(app: HttpServer, { host, port }: { host: string; port: number }): Promise<string> {
  try {
    await app.listen({ host, port, listenTextResolver: () => 'listening' });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EADDRINUSE') throw PortInUse({ host, port }, { cause: error });
    if (['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)) throw ListenFailed({ host, port, why: code }, { cause: error });
    throw error;
  }
  const address = app.server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${actual}`;
}
