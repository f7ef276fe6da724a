/** Text of at most 4,000 bytes and at most 9 attachments; one of both must be there. */
export interface CustomerMessage {
  text?: { content: string };
  attachments?: Attachment[];
}

/** `media_id` wins over `pic_url`; a `pic_url` must come from media/uploadimg. Media ids live 3 days. */
export type Attachment =
  | { msgtype: 'image'; image: { media_id?: string; pic_url?: string } }
  | { msgtype: 'link'; link: { title: string; url: string; picurl?: string; desc?: string } }
  | { msgtype: 'miniprogram'; miniprogram: { title: string; pic_media_id: string; appid: string; page: string } }
  | { msgtype: 'video'; video: { media_id: string } }
  | { msgtype: 'file'; file: { media_id: string } };

export interface WelcomeRequest extends CustomerMessage {
  /** From the add event; lives 20 seconds and works once. */
  welcome_code: string;
}
