// Reads a list of sentences as JSON and prints which names compromise and wink-nlp
// find in each, and how many words they read a second.
import { readFileSync } from 'node:fs'
import nlp from 'compromise'
import winkNLP from 'wink-nlp'
import model from 'wink-eng-lite-web-model'

const sentences = JSON.parse(readFileSync(0, 'utf8'))
const wink = winkNLP(model)
const bare = text => text.replace(/[\s.,;:!?"'’”)]+$/, '').replace(/^[\s"'‘“(]+/, '')

const programs = {
  compromise(text) {
    const doc = nlp(text)
    return [['PER', doc.people()], ['ORG', doc.organizations()], ['LOC', doc.places()]]
      .flatMap(([kind, found]) => found.out('array').map(name => `${kind} ${bare(name)}`))
  },
  wink(text) { // its entities are dates, times and amounts: it has no names of persons, bodies and places
    wink.readDoc(text).entities().out()
    return null
  },
}

const out = {}
for (const [name, find] of Object.entries(programs)) {
  find(sentences[0].text)
  const names = sentences.map(s => find(s.text))
  const documents = []
  for (let i = 0; i < sentences.length; i += 25) documents.push(sentences.slice(i, i + 25).map(s => s.text).join('\n'))
  const began = process.cpuUsage()
  documents.forEach(find)
  const used = process.cpuUsage(began)
  const seconds = (used.user + used.system) / 1e6
  const words = documents.reduce((n, text) => n + text.trim().split(/\s+/).length, 0)
  out[name] = { names: names[0] && names, perSecond: words / seconds }
}
console.log(JSON.stringify(out))
