/**
 * Names of persons that the harmless prompts hold, read by hand: who is famous, made up or called like that in a story. Finding
 * one is no false positive. What is not here counts as one until it has been looked at.
 */
const names: ReadonlySet<string> = new Set(
  (
    'Abdul Qabiz Akhilesh Yadav Albert Einstein einstein Alex Alice Allison Amy Winehouse Andrew Carnegie Angela angela Merkel ' +
    'merkel Archduke Franz Ferdinand Ariadne Harmony Ariana Arianna Huffington Arthur Bolton Ash Venkatram Attila Barack Brack ' +
    'Obama Benoit Beyonce Bezos Jeff Biden Joe Bill Gates Richardson Bond James Brad Burzynski Pitt Bryan Carla Carlos Correa ' +
    'Charles Christian Lindner Clark Kent Clinton Hillary Cobain Kurt Cristiano Ronaldo Crow Jim Cuban Mark Diaz Edwin DiCaprio ' +
    'Leonardo Digvijaya Singh Dillard DILLARD Dipoto Jerry Doe Jane John Donald Trump trump Downey Robert Duck Dumbledore Kendra ' +
    'Dylann Roof Ebony Moore Ed Sheeran Eileen Gray Eli Elizabeth Bennet Taylor Elon Musk Elsa Emily Ratajkowski Emma Stone ' +
    'Erdogan Recep Tayyip Ernest Hemingway Evan Tracey Ian Fleming Foley Francisco Rodriguez Frank Lloyd Friedman Thomas Galvani ' +
    'Geoffrey Hinton George Washington Gianni Infantino Gimli Giuliani Rudy Gonzalez Marwin Goodall Gregory Greta Thunberg ' +
    'Griffin Peter Gruber Hans Guerrero Habyarimana Juvénal Hader Josh Hank Hanks Tom Harry Potter potter Harvey Talbot Hedwig ' +
    'Helmut Schmidt Henry Holmes Sherlock Honeychile Rider Indra Nooyi Jack Jamie Jarvis Jason Bourne Jean Jenna Jens Spahn ' +
    'Joaquin Johnson Jon Snow Jonathan Cape Jordan Michael Kagame Paul Kazuhiro Sasaki Keith Ryan Kennedy Ken Robinson kevin liu ' +
    'Osama Laden Lang Lou Lara Croft larson gary LeCun Yann Leia Princess Madison Mandela Nelson Margaret Martha Mary ' +
    'Poppins Max Maximus Blackstone McClane Mia Michelle Mike Ming Yao Minnie Mouse Modi Narendra Mononoke Moriarty Muhammad ' +
    'Mulayam Nate Neil Neo Nicasio Odoacer Oliver Olivia Olwen Pan Pat Picasso picasso Pichai Sundar Pierre Plath Sylvia Putin ' +
    'Vladimir Quentin Tarantino Rishi Sunak Robin Hood Roger Rogers Steve Rohmer Sax Romney Mitt Romulus Augustus Rose Rosie ' +
    'Rothenberg Stuart Sam Sandberg Sheryl Sarah Sean Connery Sergey Brin Servais Scott Shen Wei Shinzo Abe Silvio Berlusconi ' +
    'America Baggins Frodo Maximilian Michelangelo Squiddy Victor Lamont SMITH stalin Asterix Shrek Sloan Smith smith Stark Tony Swift Thompson Thornberry Tim Cook Tom Brady Tommy Vicky Wainwright'
  ).split(' '),
);

/** Whether something is the name of a person, by any of its words. */
export function isNamedPerson(text: string): boolean {
  return text.split(/[^\p{L}]+/u).some((word) => names.has(word));
}
