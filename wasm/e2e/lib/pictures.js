// difference is how far apart the two most different pixels of two screenshots are, of 255; a page compares them.
export function difference(page, one, other) {
  return page.evaluate(compare, ...[one, other].map((png) => `data:image/png;base64,${Buffer.from(png).toString('base64')}`))
}

async function compare(...addresses) {
  const [one, other] = await Promise.all(addresses.map(async (address) => {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
    canvas.drawImage(image, 0, 0)
    return canvas.getImageData(0, 0, image.width, image.height)
  }))
  if (one.width !== other.width || one.height !== other.height) return 255
  return one.data.reduce((most, value, index) => Math.max(most, Math.abs(value - other.data[index])), 0)
}
