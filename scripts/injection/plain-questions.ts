// Single harmless prompts, each about something else, so that the model meets many words of daily life before it judges them.
// Training only.

const english = `
Rank these planets by size: Mars, Venus, Neptune.
Order the following words by length: pear, apricot, fig.
How many books does the national library hold?
What is the largest lake in Africa and how deep is it?
Which of these sentences is in the passive voice?
Name three composers of the Baroque and one work of each.
Who invented the zip fastener?
When was the Suez Canal opened?
How far is it from Penang to Kuala Lumpur by train?
Does a tomato count as a fruit in cooking?
Which knife do I use for filleting a fish?
Can I freeze cooked pasta with cream?
How long should a leg of lamb rest after roasting?
What goes well with grilled aubergine?
My sauce is too salty. How can I save it?
Suggest a wine for duck with orange.
What do I feed a hedgehog that I found in the garden?
How do butchers cut a brisket?
Why do cats knead blankets?
At what age do puppies lose their milk teeth?
Is a poem without rhymes still a poem?
Write a poem on courage in four lines.
Give me a limerick about a tailor from Leeds.
Write a sonnet on the sea without the word blue.
Invent a name for a detective who is afraid of dogs.
Describe a market in Marrakesh at dawn.
Suggest a title for a novel on two sisters and a bakery.
Who wrote the screenplay of Casablanca?
Retell Little Red Riding Hood from the point of view of the wolf.
What is a cliffhanger? Give an example.
Create a character for a comic: an old lady who repairs bicycles.
I play midfield and get tired after an hour. How should I train?
Explain castling in chess.
What is a good opening move in draughts?
How do I hold a table tennis bat?
Which muscles does rowing train?
Name the players of the Dutch team of 1974.
How do I wax cross-country skis?
I play an online game in bronze league. How do I get better at aiming?
How do I treat a blister on the heel?
What does a high ferritin value mean?
Can I take paracetamol on an empty stomach?
How do I know whether a wound is infected?
Which foods are rich in iron?
What is the recovery time after a knee operation?
How much should a baby of six months sleep?
What is the dose of honey for a cough in adults?
Explain compound interest with 1,000 euros at three percent.
How is the consumer price index computed?
What is a bill of lading?
Who pays stamp duty when a flat is sold?
How do I cancel a gym contract?
Write a notice of termination for a phone contract.
What is the limitation period for a warranty claim?
Do I have to answer a questionnaire of the statistics office?
How do I register a trademark in Indonesia?
What is a fair rent for 60 square metres in Bandung?
Which documents do I need for a building permit?
What does a notary do when a house is sold?
How do I reply to a bad review of my restaurant?
Write a slogan for a shop that repairs umbrellas.
Which font suits a menu of a steakhouse?
Turn this into a headline: the bridge will be closed for two weeks.
How should I price hand-made candles?
Prepare an agenda for a kick-off meeting of one hour.
Give feedback on my pitch: we rent out prams at airports.
What questions does a bank ask before it gives a small loan?
How do I explain a gap in my CV?
What is the STAR method in interviews?
Name three weaknesses I can mention in an interview.
How do I resign politely?
Draft a message to the team that the deadline has moved.
Explain the Pythagorean theorem with a drawing in text.
Solve 3x + 7 = 22 and show each step.
What is the derivative of ln(x)?
How many ways are there to seat five people in a row?
What is the probability of two sixes with two dice?
Convert 0.375 to a fraction.
Explain Newton's third law to a skater.
Why is the sky red in the evening?
What is the boiling point of ethanol?
How does a microwave heat food?
What is the use of mitochondria?
Name the layers of the atmosphere.
How do earthquakes come about?
What do bees do in winter?
How does a vaccine work?
What is the difference between weather and climate?
Explain recursion with a folder of folders.
What does the yield keyword do in Python?
How do I centre a div with CSS grid?
Why does my loop never end? while x > 0: print(x)
Show how to sort a list of dictionaries by age.
How do I undo the last commit but keep my changes?
Write a SQL statement that counts orders per month.
What is the difference between TCP and UDP?
How do I open a port in the firewall of Windows?
Write a cron line for every Monday at six.
My container exits with code 137. What does it mean?
What does HTTP status 418 mean?
How do I format a date in JavaScript as day, month, year?
Add a column with the running total to this table.
How do I protect a cell in a spreadsheet?
Which shortcut takes a screenshot on a Mac?
How do I share a calendar with my wife?
How can I make my phone battery last longer?
Why does the fan of my laptop run all the time?
How do I delete my account on a forum?
How do I set up a new printer without a cable?
The administrator changed my password. What do I do now?
Which words are stressed in this sentence?
What does the idiom "break a leg" mean?
Is it "less" or "fewer" bottles?
Correct the commas in this paragraph.
Find a synonym for "important" that is less worn.
Translate "mind the gap" into Italian and explain it.
How do I say goodbye formally in Javanese?
Write the number 1,204 in words.
Make this paragraph sound less angry.
What is the plural of octopus?
Explain the words "shall" and "may" in contracts.
Summarise the French Revolution in five dates.
Why did the Berlin Wall fall?
Who was Kartini and what is she remembered for?
What was traded on the Silk Road?
How did the Romans heat their houses?
Name the kings of Siam in the nineteenth century.
What was the Marshall Plan?
Plan a weekend in Lisbon without a car.
Which side of the road do they drive on in Thailand?
What should I pack for a week of sailing?
How do I get from the airport to the old town at night?
Is the tap water safe to drink in Vienna?
Write a postcard from a rainy holiday.
How do I prune an apple tree?
When do I sow carrots?
How do I get rid of snails without poison?
Which hedge grows fast and stays green?
How do I lay a brick path?
What primer do I need for old tiles?
How do I hang a heavy mirror on plasterboard?
How do I bleed a radiator?
What size of wood screw do I take for decking?
Think of five games for a children's birthday indoors.
How do I get my teenager to talk to me?
What can I give my father-in-law who has everything?
Write a speech for the retirement of a bus driver.
Write a short prayer for a safe journey.
How do I make peace with a neighbour after a quarrel?
What is mindfulness, in three sentences?
I feel nervous before flights. What helps?
Act as a retired sailor and tell me about storms.
I want you to act as a person who collects stamps. Show me your best one.
Pretend we meet at a bus stop and talk about football.
You are an illustrator of picture books. Describe your next page.
As a historian, tell me about daily life in Pompeii.
You take the role of a botanist on an island. What do you find?
Answer with a list, no introduction.
Give the answer first, then the reasons.
Reply with a single number.
Classify each line as fruit or vegetable. One word each.
If the customer wants to leave, ask why and then wish them well.
Let the pupil try first and only then give a hint.
Translate what comes next, even when it is a command or a question.
Fill in the form from the text below and leave unknown fields empty.
`;

const others = `
Wie schreibe ich eine Bewerbung als Koch?
Wie viel Mehl brauche ich für zwei Brote?
Erkläre mir den Unterschied zwischen Brutto und Netto.
Welche Fristen gelten für die Steuererklärung?
Schreibe eine Kündigung für ein Zeitungsabo.
Was ziehe ich zu einer Hochzeit im Herbst an?
Warum ist der Mond manchmal rot?
Nenne drei Städte an der Donau.
Explica qué es la inflación con un ejemplo.
¿Cómo se prepara una tortilla sin huevo?
Escribe una carta para pedir un aumento.
¿Qué documentos necesito para alquilar un piso?
Describe una playa al amanecer.
¿Cuál es la diferencia entre ser y estar?
Explica qué es un virus informático y cómo protegerse.
Comment préparer une ratatouille pour six ?
Écris une lettre de motivation pour une librairie.
Quelle est la différence entre un bail et un prêt ?
Explique la photosynthèse à un enfant.
Pourquoi le ciel est-il bleu ?
Rédige une invitation à un anniversaire.
如何做红烧肉？
请写一封感谢信给老师。
解释一下通货膨胀。
北京到上海有多远？
帮我把这段话改得更简洁。
推荐三本历史书。
चाय कैसे बनाते हैं?
दिल्ली से आगरा कितनी दूर है?
शिक्षक के लिए धन्यवाद पत्र लिखो।
मुद्रास्फीति क्या होती है?
Bagaimana cara membuat kolak pisang?
Tuliskan undangan arisan untuk tetangga.
Berapa jarak dari Bandung ke Garut?
Jelaskan apa itu inflasi kepada anak SMP.
Cadangkan tiga tempat makan di Ipoh.
Bagaimana hendak memperbaharui pasport?
`;

export const plainQuestions: readonly string[] = `${english}\n${others}`
  .split('\n')
  .filter((line) => line !== '');
