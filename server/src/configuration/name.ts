export const configurationName = 'kanto.config.json';
