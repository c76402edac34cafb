/** Files to send without looking for any: a photo, a voice message, a PDF. */

/** The bytes of a file as the server wants them. */
export function base64Of(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.readAsDataURL(blob);
  });
}

/** A file of the computer. */
export async function ownFile(file) {
  const family = file.type.split('/')[0];
  const kind = ['image', 'audio', 'video'].includes(family) ? family : 'document';
  return {
    kind,
    name: file.name,
    type: file.type || 'application/octet-stream',
    base64: await base64Of(file),
  };
}

/** A shoe box, a different colour every time. */
async function picture() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 960, height: 720 });
  const pen = canvas.getContext('2d');
  const hue = Math.floor(Math.random() * 360);
  const sky = pen.createLinearGradient(0, 0, 0, 720);
  sky.addColorStop(0, `hsl(${hue} 60% 82%)`);
  sky.addColorStop(1, `hsl(${hue} 45% 62%)`);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 960, 720);
  const box = (x, y, width, height, light) => {
    pen.fillStyle = `hsl(${hue + 150} 55% ${light}%)`;
    pen.fillRect(x, y, width, height);
  };
  pen.fillStyle = 'rgb(0 0 0 / 18%)';
  pen.beginPath();
  pen.ellipse(480, 590, 340, 42, 0, 0, 7);
  pen.fill();
  box(190, 300, 580, 280, 48);
  box(165, 230, 630, 95, 38);
  pen.fillStyle = '#fff';
  pen.font = '600 84px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.fillText('38', 480, 470);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
  return { kind: 'image', name: 'foto.jpg', type: 'image/jpeg', base64: await base64Of(blob) };
}

async function voice() {
  const blob = await (await fetch('/page/voice.ogg')).blob();
  return { kind: 'voice', name: 'audio.ogg', type: 'audio/ogg', base64: await base64Of(blob) };
}

/** One page, written out by hand: objects, cross-reference table, trailer (ISO 32000-1 §7.5). */
async function pdf() {
  const page =
    'BT /F1 22 Tf 60 760 Td (Comprovante de pagamento) Tj 0 -40 Td /F1 14 Tf (Pedido 1042 - R$ 189,90) Tj ET';
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${page.length}>>stream\n${page}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = body.length;
    body += `${i + 1} 0 obj${object}endobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 6\n0000000000 65535 f \n${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF`;
  const blob = new Blob([body + end], { type: 'application/pdf' });
  return { kind: 'document', name: 'comprovante.pdf', type: 'application/pdf', base64: await base64Of(blob) };
}

export const samples = { picture, voice, pdf };
