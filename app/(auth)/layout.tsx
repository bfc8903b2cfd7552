import Link from "next/link";
import type { ReactNode } from "react";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto grid max-w-sm gap-6 px-6 py-16">
      <Link href="/docs" className="font-semibold text-quiet text-sm">
        Tributary
      </Link>
      {children}
    </main>
  );
}
