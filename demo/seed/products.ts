export interface SeedProduct {
  code: string
  name: string
  category: 'tea' | 'skin' | 'clothing'
  priceFen: number
  /** How long one lasts; absent: not used up. */
  cycleDays?: number
  isSlowEffect: boolean
}

const product = (
  code: string,
  name: string,
  category: SeedProduct['category'],
  priceFen: number,
  cycleDays?: number,
  isSlowEffect = false,
): SeedProduct => ({ code, name, category, priceFen, isSlowEffect, ...(cycleDays ? { cycleDays } : {}) })

export const PRODUCTS: SeedProduct[] = [
  product('TEA-01', '明前龙井 250g', 'tea', 39_800, 60),
  product('TEA-02', '凤凰单丛 150g', 'tea', 26_800, 45),
  product('TEA-03', '茉莉银针 100g', 'tea', 12_800, 30),
  product('TEA-04', '白毫银针茶饼', 'tea', 52_000, 90),
  product('SKIN-01', '山茶修护精华 30ml', 'skin', 32_900, 60, true),
  product('SKIN-02', '玫瑰保湿面霜 50g', 'skin', 26_800, 45),
  product('SKIN-03', '氨基酸洁面 120g', 'skin', 8_900, 30),
  product('SKIN-04', '舒缓面膜 5 片', 'skin', 11_900, 30),
  product('WEAR-01', '防风外套', 'clothing', 59_900),
  product('WEAR-02', '羊毛针织衫', 'clothing', 45_900),
  product('WEAR-03', '亚麻衬衫', 'clothing', 29_900),
  product('WEAR-04', '真丝围巾', 'clothing', 23_900),
]

export function productOf(code: string): SeedProduct {
  const found = PRODUCTS.find((each) => each.code === code)
  if (!found) throw new Error(`no product ${code}`)
  return found
}
