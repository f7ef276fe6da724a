export const audiences = { title: 'x' };
