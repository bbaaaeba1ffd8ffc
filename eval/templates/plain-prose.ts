/** Prompts without anything to find, of the kinds that people write; for the time a scan takes when there is nothing. */
export const plainProse = `
Please summarise the attached meeting notes in five bullet points and list the open questions at the end.
Write a short story about a lighthouse keeper who teaches a gull to read the weather.
Bantu saya menulis surat lamaran kerja yang sopan dan tidak terlalu panjang untuk posisi admin gudang.
Explain the difference between a mutex and a semaphore to someone who has only written scripts so far.
Jelaskan bagaimana fotosintesis bekerja dengan bahasa yang dimengerti anak sekolah dasar.
Can you review this paragraph for tone? It should sound firm but friendly, and it must not promise a refund.
Translate the following into Malay, and keep the headings as they are: opening hours, parking, and how to find us.
Give me three names for a small bakery that sells sourdough and coffee near a railway station.
The report should open with the result, then the method, then what we do not know yet.
Buatkan ringkasan rapat kemarin: keputusan, siapa mengerjakan apa, dan hal yang belum jelas.
What are the trade-offs of storing money as integers rather than as decimals in a relational database?
Suggest a weekly meal plan for two people who do not eat meat and are short of time on weekdays.
Rewrite this function so that it does not allocate in the loop, and tell me what you changed and why.
Our customers complain that the search is slow; list the usual causes, the most likely first.
Draft a polite reply that declines the invitation without closing the door for next year.
`;
