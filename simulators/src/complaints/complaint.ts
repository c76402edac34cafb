export type SimComplaint = {
  id: string;
  consumer: { name: string; email: string; phone: string };
  title: string;
  words: { by: 'consumer' | 'firm'; text: string; at: string }[];
  mark?: number;
  solved?: boolean;
  closed: boolean;
};
