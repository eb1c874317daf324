"""Who may ask next, when more hosts wait than may be asked at once."""

import asyncio

from xborder.fetch.hosts import Slots


def test_of_the_hosts_that_wait_the_one_met_first_goes_first() -> None:
    async def ranks_served() -> list[int]:
        slots, served = Slots(1), list[int]()
        await slots.acquire(0)

        async def ask(rank: int) -> None:
            await slots.acquire(rank)
            served.append(rank)
            slots.release()

        tasks = [asyncio.create_task(ask(rank)) for rank in (3, 1, 2, 1)]
        await asyncio.sleep(0)
        slots.release()
        await asyncio.gather(*tasks)
        return served

    assert asyncio.run(ranks_served()) == [1, 1, 2, 3]


def test_no_slot_is_lost_to_one_who_gave_up() -> None:
    async def both_slots_are_free() -> bool:
        slots = Slots(2)
        await slots.acquire(0)
        await slots.acquire(0)
        waiting, chosen = (asyncio.create_task(slots.acquire(1)) for _ in range(2))
        await asyncio.sleep(0)
        waiting.cancel()  # before its turn
        await asyncio.gather(waiting, return_exceptions=True)
        slots.release()
        chosen.cancel()  # given the slot a moment ago
        await asyncio.gather(chosen, return_exceptions=True)
        slots.release()
        async with asyncio.timeout(1):
            await slots.acquire(2)
            await slots.acquire(2)
        return True

    assert asyncio.run(both_slots_are_free())
