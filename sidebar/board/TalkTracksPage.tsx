import { useEffect, useState } from 'preact/hooks'
import type { Library, LibraryTrack } from '../../app/features/talkTracks/contract.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { useSettled } from '../shared/useSettled.ts'
import { LoadState } from './LoadState.tsx'
import type { PageProps } from './pages.ts'
import { SearchField } from './SearchField.tsx'
import './talkTracks.css'

/** Everything the brand can say, as it would be read. The search stands in the address. */
export function Page({ query }: PageProps) {
  const [words, setWords] = useState(query.get('q') ?? '')
  const settled = useSettled(words.trim())
  const library = useLoaded<Library>(`/api/talk-tracks/library?q=${encodeURIComponent(settled)}`)
  useEffect(() => {
    history.replaceState(
      history.state,
      '',
      settled ? `#/talk-tracks?q=${encodeURIComponent(settled)}` : '#/talk-tracks',
    )
  }, [settled])
  return (
    <div class="tracks">
      <SearchField label="找话术" placeholder="标题、内容、拼音首字母" words={words} onChange={setWords} />
      <LoadState loaded={library}>{(data) => <Found library={data} />}</LoadState>
    </div>
  )
}

function Found({ library }: { library: Library }) {
  const shown = library.sets.reduce((sum, { tracks }) => sum + tracks.length, 0)
  return (
    <>
      <p class="soft" role="status">
        {shown === library.total ? `共 ${library.total} 条` : `找到 ${shown} 条，共 ${library.total} 条`}
        ，文字按样例填好。改话术在 templates/talk-tracks，改完运行 npm run check:templates。
      </p>
      {library.problems.length > 0 && <Problems problems={library.problems} />}
      {shown === 0 && <p class="empty">没有这样的话术，换个词试试。</p>}
      {library.sets.map(({ set, usedBy, tracks }) => (
        <section key={set} class="track-set" aria-labelledby={`set-${set}`}>
          <h2 id={`set-${set}`}>{usedBy[0] ?? `随时可用：${tracks[0]?.title}`}</h2>
          <p class="soft">
            {set} · {tracks.length} 条{usedBy.length > 1 && ` · 也用在 ${usedBy.slice(1).join('、')}`}
          </p>
          <ul>
            {tracks.map((track) => (
              <Track key={track.id} track={track} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Problems({ problems }: Pick<Library, 'problems'>) {
  return (
    <section class="track-problems" aria-label="要看一看的">
      <h2>要看一看的 {problems.length} 处</h2>
      <ul>
        {problems.map(({ trackId, title, text }) => (
          <li key={trackId + text}>
            <b>{title}</b> {text}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Track({ track }: { track: LibraryTrack }) {
  return (
    <li class="track">
      <h3>{track.title}</h3>
      <ul class="track-fits" aria-label="适用">
        {(track.fits.length > 0 ? track.fits : ['通用']).map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
      <p class="track-text">{track.text}</p>
      {track.attachments.length > 0 && (
        <p class="soft">
          附件：
          {track.attachments.map(({ title, isReady }) => (isReady ? title : `${title}（还没上传）`)).join('、')}
        </p>
      )}
      {track.caution && <p class="track-caution">提醒：{track.caution}</p>}
      <details>
        <summary>细看</summary>
        <Details track={track} />
      </details>
    </li>
  )
}

function Details({ track }: { track: LibraryTrack }) {
  const pairs: [string, string][] = [
    [
      '什么都不知道时',
      track.gaps.length > 0 ? `${track.bareText}（缺 ${track.gaps.join('、')}，不会发出）` : track.bareText,
    ],
    ['会填的', track.variables.join('、') || '没有'],
    ['有效期', track.validText ?? '一直有效'],
    ['长度', `${track.text.length} 字，${track.bytes} 字节`],
    ['优先', String(track.priority)],
    ['文件', track.file],
    ['编号', track.id],
    ['内容指纹', track.hash],
  ]
  return (
    <dl>
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
