import type { Plugin } from 'vite';
import { antdCss } from './antd-css.ts';

const developed = '/antd.css';

/**
 * antd's styles as a file that the page names before all others: made once at build, instead of by each browser while it draws the page.
 * A file of its own, because ours may write over them only by coming after.
 */
export function antdSheet(): Plugin {
  let building = false;
  return {
    name: 'homefield-antd-sheet',
    configResolved({ command }) { building = command === 'build'; },
    buildStart() { if (building) this.emitFile({ type: 'asset', name: 'antd.css', source: antdCss() }); },
    configureServer({ middlewares }) {
      middlewares.use(developed, (_request, response) => { response.setHeader('content-type', 'text/css').end(antdCss()); });
    },
    transformIndexHtml(_html, { bundle }) {
      const built = Object.keys(bundle ?? {}).find((name) => /(?:^|\/)antd-[\w-]+\.css$/.test(name));
      return [{ tag: 'link', attrs: { rel: 'stylesheet', href: built ? `/${built}` : developed }, injectTo: 'head-prepend' }];
    },
  };
}
