export const sops = { state: { live: '运行中' } };
